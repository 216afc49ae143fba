//! `jingwei demo`: a simulated city in its own data folder.
