//! Statistics as the rules have them.
