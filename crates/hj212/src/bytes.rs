//! Small helpers on byte slices that cannot panic.

/// The bytes of `range`, or nothing where it does not lie inside.
pub(crate) fn between(bytes: &[u8], start: usize, end: usize) -> &[u8] {
    bytes.get(start..end).unwrap_or_default()
}

/// The bytes from `start`, or nothing.
pub(crate) fn from(bytes: &[u8], start: usize) -> &[u8] {
    bytes.get(start..).unwrap_or_default()
}

/// Whether the bytes at `at` are `pattern`.
pub(crate) fn has(bytes: &[u8], at: usize, pattern: &[u8]) -> bool {
    from(bytes, at).starts_with(pattern)
}

/// Where `pattern`, two bytes, first stands at or after `start`.
pub(crate) fn find_pair(bytes: &[u8], start: usize, pattern: [u8; 2]) -> Option<usize> {
    let tail = from(bytes, start);
    tail.windows(2).position(|pair| pair == pattern).map(|found| start + found)
}

/// `bytes` without the spaces at its beginning.
pub(crate) fn trim_start(bytes: &[u8]) -> &[u8] {
    let spaces = bytes.iter().take_while(|&&byte| byte == b' ').count();
    from(bytes, spaces)
}

/// `bytes` without the spaces at its end.
pub(crate) fn trim_end(bytes: &[u8]) -> &[u8] {
    let spaces = bytes.iter().rev().take_while(|&&byte| byte == b' ').count();
    between(bytes, 0, bytes.len() - spaces)
}
