//! What can be called. A list of what is there and not of what is not: an engine gains functions with every
//! version, and some of them (`repeat`, `lpad`, `replace`, `concat`) make gigabytes of a few letters outside
//! every account of memory.

use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::functions::all_default_functions;
use datafusion::functions_aggregate::all_default_aggregate_functions;
use datafusion::functions_window::all_default_window_functions;

/// Scalar functions whose answer is no longer than what they are given.
const SCALAR: &[&str] = &[
    // Numbers.
    "abs",
    "acos",
    "asin",
    "atan",
    "atan2",
    "cbrt",
    "ceil",
    "cos",
    "degrees",
    "exp",
    "floor",
    "isnan",
    "iszero",
    "ln",
    "log",
    "log10",
    "log2",
    "nanvl",
    "pi",
    "power",
    "pow",
    "radians",
    "round",
    "signum",
    "sin",
    "sqrt",
    "tan",
    "trunc",
    // Times.
    "date_bin",
    "date_part",
    "date_trunc",
    "from_unixtime",
    "make_date",
    "to_char",
    "to_date",
    "to_timestamp",
    "to_unixtime",
    "now",
    "current_date",
    // Texts.
    "btrim",
    "character_length",
    "contains",
    "ends_with",
    "left",
    "lower",
    "ltrim",
    "right",
    "rtrim",
    "split_part",
    "starts_with",
    "strpos",
    "substr",
    "trim",
    "upper",
    // Choices.
    "coalesce",
    "greatest",
    "least",
    "nullif",
    "nvl",
    "nvl2",
];

/// Aggregates of bounded answers; their memory is in the engine's account.
const AGGREGATE: &[&str] = &[
    "approx_distinct",
    "approx_median",
    "approx_percentile_cont",
    "avg",
    "bool_and",
    "bool_or",
    "corr",
    "count",
    "covar_pop",
    "covar_samp",
    "first_value",
    "last_value",
    "max",
    "median",
    "min",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_count",
    "stddev",
    "stddev_pop",
    "sum",
    "var",
    "var_pop",
];

/// Window functions.
const WINDOW: &[&str] = &[
    "cume_dist",
    "dense_rank",
    "first_value",
    "lag",
    "last_value",
    "lead",
    "nth_value",
    "ntile",
    "percent_rank",
    "rank",
    "row_number",
];

/// `builder` with the functions above.
pub(crate) fn with_functions(builder: SessionStateBuilder) -> SessionStateBuilder {
    let listed = |list: &[&str], name: &str| list.contains(&name);
    let scalar = all_default_functions().into_iter().filter(|f| listed(SCALAR, f.name()));
    let aggregate = all_default_aggregate_functions().into_iter().filter(|f| listed(AGGREGATE, f.name()));
    let window = all_default_window_functions().into_iter().filter(|f| listed(WINDOW, f.name()));
    builder
        .with_scalar_functions(scalar.collect())
        .with_aggregate_functions(aggregate.collect())
        .with_window_functions(window.collect())
}
