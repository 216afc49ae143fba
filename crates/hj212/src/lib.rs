//! Sans-IO codec for HJ/T 212-2005 and HJ 212-2017 (with the fields of HJ 212-2025 recognised).
