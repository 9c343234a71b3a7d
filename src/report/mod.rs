//! What people read: one file per output, all of them from plain data.

mod charts;
mod evaluation_grids;
mod evaluation_html;
mod evaluation_markdown;
mod evaluation_table;
mod grid;
mod numbers;
mod plot;
mod studies_table;

pub use evaluation_html::evaluation_html;
pub use evaluation_markdown::evaluation_markdown;
pub use evaluation_table::evaluation_table;
pub use studies_table::{agreement_table, comparison_table};
