//! Gold and predicted labels side by side, one row a sentence: for error analysis in a spreadsheet or a program.

use super::unwritable;
use crate::error::Result;
use crate::evaluation::Scored;
use std::io::Write;

/// Writes scored sentences as CSV, header first, in the order of the data.
///
/// Columns: `letter`, `kind`, `field`, `section`, `sentence`, `label` and `also` as in the data, `predicted`, `probability` (of the
/// predicted label; 0 to 1, six decimals), `p(…)` for every label. What is not known is empty. The columns that the data has too keep
/// their names, so that the file can be corrected and read as data again.
///
/// # Errors
/// [`crate::ErrorKind::Io`] when the target cannot be written.
pub fn write_predictions(target: impl Write, scored: &Scored) -> Result<()> {
    let failed = |e: csv::Error| match e.into_kind() {
        csv::ErrorKind::Io(e) => unwritable(e),
        other => unwritable(std::io::Error::other(format!("{other:?}"))),
    };
    let labels = &scored.labels;
    let mut writer = csv::Writer::from_writer(target);
    let front = [
        "letter",
        "kind",
        "field",
        "section",
        "sentence",
        "label",
        "also",
        "predicted",
        "probability",
    ];
    let header = (front.iter().map(|c| (*c).to_owned()))
        .chain(labels.iter().map(|label| format!("p({label})")));
    writer.write_record(header).map_err(failed)?;
    let number = |p: Option<f64>| p.map_or_else(String::new, |p| format!("{p:.6}"));
    for row in &scored.rows {
        let front: [&str; 8] = [
            &row.letter,
            &row.kind,
            &row.field,
            &row.section,
            &row.sentence,
            labels.name(row.gold),
            row.also.map_or("", |class| labels.name(class)),
            labels.name(row.predicted),
        ];
        let probabilities = (0..labels.len()).map(|k| number(row.probabilities.get(k).copied()));
        let record = (front.iter().map(|c| (*c).to_owned()))
            .chain([number(row.confidence())])
            .chain(probabilities);
        writer.write_record(record).map_err(failed)?;
    }
    writer.flush().map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::ScoredRow;
    use crate::stance::Labels;

    #[test]
    fn a_row_holds_gold_and_prediction_and_can_be_read_as_data() {
        let scored = Scored {
            labels: Labels::from_data(["steunt", "geen standpunt"]),
            rows: vec![
                ScoredRow {
                    letter: "brief-1".into(),
                    section: "Paling".into(),
                    sentence: "Nederland steunt dit, \"mits\" tijdig.".into(),
                    gold: 0,
                    also: Some(1),
                    predicted: 1,
                    probabilities: vec![0.25, 0.75],
                    ..ScoredRow::default()
                },
                ScoredRow {
                    sentence: "De Raad vergadert.".into(),
                    gold: 1,
                    predicted: 1,
                    ..ScoredRow::default()
                },
            ],
            has_letters: true,
        };
        let mut out = Vec::new();
        write_predictions(&mut out, &scored).unwrap();
        let text = String::from_utf8(out.clone()).unwrap();
        let expected = "letter,kind,field,section,sentence,label,also,predicted,probability,p(steunt),p(geen standpunt)\n\
            brief-1,,,Paling,\"Nederland steunt dit, \"\"mits\"\" tijdig.\",steunt,geen standpunt,geen standpunt,0.750000,0.250000,0.750000\n\
            ,,,,De Raad vergadert.,geen standpunt,,geen standpunt,,,\n";
        assert_eq!(text, expected);
        let data = crate::Dataset::from_bytes("voorspeld.csv", &out).unwrap();
        assert_eq!(&*data.examples[0].also, "geen standpunt");
    }
}
