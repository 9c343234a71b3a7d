//! Which columns of labelled data hold what: the options of every command that reads it.

use standpunt::dataset::ColumnNames;

/// Which columns of the CSV files hold what.
#[derive(Debug, clap::Args)]
pub struct Columns {
    /// Column of the sentence [default: `sentence`, or else `text`]
    #[arg(long, value_name = "NAME")]
    sentence_column: Option<String>,
    /// Column of the label
    #[arg(long, default_value = "label", value_name = "NAME")]
    label_column: String,
    /// Column that names the letter of each row; rows of a letter stay together [default: `letter`, where there is one]
    #[arg(long, value_name = "NAME")]
    letter_column: Option<String>,
}

impl Columns {
    /// The names as the reader takes them.
    pub fn names(&self) -> ColumnNames {
        let mut names = ColumnNames::default();
        names.sentence.clone_from(&self.sentence_column);
        names.label.clone_from(&self.label_column);
        if let Some(letter) = &self.letter_column {
            names.letter.clone_from(letter);
            names.require_letter = true;
        }
        names
    }
}

/// The columns, for commands that take the labels as gold: they refuse the program's own output.
#[derive(Debug, clap::Args)]
pub struct GoldColumns {
    #[command(flatten)]
    columns: Columns,
    /// Take the labels of `classify` as gold: for its CSV output, or all sentences of its page, once a person has read every label
    #[arg(long)]
    allow_own_labels: bool,
}

impl GoldColumns {
    /// The names as the reader takes them.
    pub fn names(&self) -> ColumnNames {
        let mut names = self.columns.names();
        names.refuse_own_output = !self.allow_own_labels;
        names
    }
}
