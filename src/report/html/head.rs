//! The head of every page, and what a page may do: its content security policy.

use maud::{Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The head of a self-contained page in the reader's light or dark colours, which runs the given script or none.
pub fn head(title: &str, script: Option<&str>, styles: &[&str]) -> Markup {
    html! { head {
        meta charset="utf-8";
        meta name="generator" content="standpunt";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta http-equiv="Content-Security-Policy" content=(policy(script));
        meta name="color-scheme" content="light dark";
        title { (title) }
        style { @for style in styles { (PreEscaped(style)) } }
    } }
}

/// A policy under which nothing is fetched and nothing runs but the given script; a page without one runs nothing.
fn policy(script: Option<&str>) -> String {
    let scripts = script.map_or_else(
        || "'none'".to_owned(),
        |s| format!("'sha256-{}'", base64(&Sha256::digest(s.as_bytes()))),
    );
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    )
}

/// RFC 4648 with padding.
fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4_u32 {
            let sign = ALPHABET.get((bits >> (18 - 6 * i) & 63) as usize);
            out.push(match sign {
                Some(&sign) if (i as usize) <= chunk.len() => sign as char,
                _ => '=',
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ];
        for (text, coded) in cases {
            assert_eq!(base64(text.as_bytes()), coded);
        }
    }

    #[test]
    fn a_page_without_a_script_runs_none() {
        assert!(policy(None).contains("script-src 'none'"));
        assert!(
            policy(Some("1"))
                .contains("script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='")
        );
    }
}
