use std::collections::BTreeMap;

use model::ImportId;

/// What was said of things, one after the other: the last that stands is what holds. An import that is taken back takes
/// its own away, and what stood below holds again.
#[derive(Debug, Clone, PartialEq)]
pub struct Layers<K, V>(BTreeMap<K, Vec<Layer<V>>>);

#[derive(Debug, Clone, PartialEq)]
struct Layer<V> {
    /// The import that said it; none where a person did by hand.
    import: Option<ImportId>,
    value: V,
}

impl<K, V> Default for Layers<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord, V> Layers<K, V> {
    /// Says `value` of `key`, in an import or by hand.
    pub fn put(&mut self, key: K, import: Option<ImportId>, value: V) {
        self.0.entry(key).or_default().push(Layer { import, value });
    }

    /// Takes away everything that an import said.
    pub fn take_back(&mut self, import: &ImportId) {
        for layers in self.0.values_mut() {
            layers.retain(|layer| layer.import.as_ref() != Some(import));
        }
        self.0.retain(|_, layers| !layers.is_empty());
    }

    /// What holds of `key`.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.0.get(key)?.last().map(|layer| &layer.value)
    }

    /// What holds of everything, in order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().filter_map(|(key, layers)| Some((key, &layers.last()?.value)))
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
