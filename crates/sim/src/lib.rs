//! A city with ground truth: plants, weather and devices that speak the real protocols.
