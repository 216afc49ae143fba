//! The words of the field: ids, time, quantities, factors, the register, readings, findings.
