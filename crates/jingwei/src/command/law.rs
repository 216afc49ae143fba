//! `jingwei law check`.
