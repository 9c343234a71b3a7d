//! Names in capital letters, as they are usually written.

/// Words inside names and titles that begin in lower case.
const SMALL: [&str; 27] = [
    "aan", "al", "bij", "de", "den", "der", "des", "el", "en", "het", "in", "la", "le", "mede",
    "namens", "of", "op", "over", "te", "ten", "ter", "tot", "uit", "van", "von", "voor", "zu",
];

/// Academic titles that stand before a name, in lower case and with a full stop.
const TITLES: [&str; 9] = ["dhr", "dr", "drs", "ing", "ir", "mr", "mw", "prof", "mevr"];

/// Short names of ministries and the like, which stay in capitals.
const SHORT: [&str; 19] = [
    "AZ", "BHO", "BHOS", "BZ", "BZK", "EU", "EZ", "EZK", "KGG", "LNV", "LVVN", "MSC", "OCW", "RB",
    "SZW", "VRO", "VWS", "WM", "BSC",
];

/// A name or title in capitals with capitals at its beginnings only: `DE MINISTER VAN FINANCIËN` is `De Minister van Financiën`, and
/// `M.A. DE WIT-IJSSEL` is `M.A. de Wit-IJssel`. What has a small letter anywhere is given back as it is.
pub(super) fn as_written(text: &str) -> String {
    if text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    let words = text.split_whitespace().enumerate();
    let words: Vec<String> = words
        .map(|(n, word)| word_as_written(word, n == 0))
        .collect();
    words.join(" ")
}

fn word_as_written(word: &str, first: bool) -> String {
    let bare = word.trim_matches(|c: char| !c.is_alphabetic());
    if SHORT.contains(&bare) {
        return match bare {
            "MSC" => word.replace(bare, "MSc"),
            "BSC" => word.replace(bare, "BSc"),
            _ => word.to_owned(),
        };
    }
    let lower = bare.to_lowercase();
    let title = TITLES.contains(&lower.as_str()) && word.ends_with('.');
    // `'T` and `'S-GRAVENHAGE`
    let mut clipped = word.starts_with(['\'', '’']);
    if title || SMALL.contains(&lower.as_str()) && !first || clipped && bare.len() == 1 {
        return word.to_lowercase();
    }
    let mut out = String::new();
    for piece in word.split_inclusive(|c: char| !c.is_alphabetic()) {
        // a first piece is the apostrophe alone
        if clipped && piece.starts_with(char::is_alphabetic) {
            clipped = false;
            out.push_str(&piece.to_lowercase());
        } else {
            out.push_str(&capitalised(piece));
        }
    }
    out
}

fn capitalised(piece: &str) -> String {
    let letters = if piece.starts_with("IJ") { 2 } else { 1 };
    let mut chars = piece.chars();
    let mut out: String = chars.by_ref().take(letters).collect();
    out.push_str(&chars.as_str().to_lowercase());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_stay_where_a_name_or_title_has_them() {
        for (text, expected) in [
            ("DE MINISTER VAN FINANCIËN", "De Minister van Financiën"),
            (
                "DE MINISTER-PRESIDENT, MINISTER VAN ALGEMENE ZAKEN",
                "De Minister-President, Minister van Algemene Zaken",
            ),
            (
                "MEDE NAMENS DE STAATSSECRETARIS VOOR JEUGD EN SPORT",
                "Mede namens de Staatssecretaris voor Jeugd en Sport",
            ),
            ("DE MINISTER VAN BZK", "De Minister van BZK"),
            ("M.A.M. VERBURGHT", "M.A.M. Verburght"),
            (
                "MR. DRS. TH. VAN DER WIT-BAKKER",
                "mr. drs. Th. van der Wit-Bakker",
            ),
            ("A. IJZERMAN MSC", "A. IJzerman MSc"),
            ("J. VAN 'T HOOG", "J. van 't Hoog"),
            ("VAN 'S-HEERENBERG", "Van 's-Heerenberg"),
            ("DE WIT", "De Wit"),
            ("ZÜRNDORFER", "Zürndorfer"),
            ("De Minister van OCW", "De Minister van OCW"),
            ("", ""),
        ] {
            assert_eq!(as_written(text), expected);
        }
    }
}
