//! From bytes to sentences: wrapped plain text with headings, page lines and footnotes, and running text.

mod words;

use divan::{Bencher, black_box, counter::BytesCount};
use standpunt::letter::{Letter, sentences};
use words::Words;

fn main() {
    divan::main();
}

/// A letter as it is pasted from a PDF: lines of 90 columns, a page line after every 45, a heading a section.
fn letter(sections: usize) -> String {
    let mut words = Words::new(5, 20_000);
    let mut text = "Geachte voorzitter,\n\n".to_owned();
    let (mut lines, mut page) = (0, 1);
    for section in 0..sections {
        text.push_str(&format!("\nAgendapunt {section} van de Raad\n\n"));
        for _ in 0..3 {
            let mut column = 0;
            for word in words.sentences(5).join(" ").split(' ') {
                if column + word.len() > 90 {
                    text.push('\n');
                    column = 0;
                    lines += 1;
                    if lines % 45 == 0 {
                        text.push_str(&format!("\nPagina {page} van 40\n\n"));
                        page += 1;
                    }
                } else if column > 0 {
                    text.push(' ');
                }
                text.push_str(word);
                column += word.len() + 1;
            }
            text.push_str("\n\n");
        }
    }
    text.push_str("Hoogachtend,\n\nDe minister van Zaken,\n\nA.B. de Vries\n");
    text
}

#[divan::bench(args = [4, 40, 400])]
fn read_sections_of_15_sentences(bencher: Bencher, sections: usize) {
    let text = letter(sections);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let letter = Letter::from_bytes("brief.txt", black_box(text.as_bytes())).unwrap();
        assert!(letter.sentences().count() > 10 * sections);
        letter
    });
}

#[divan::bench]
fn split_paragraphs_1000_of_10_sentences(bencher: Bencher) {
    let mut words = Words::new(6, 20_000);
    let paragraphs: Vec<String> = (0..1000).map(|_| words.sentences(10).join(" ")).collect();
    let bytes: usize = paragraphs.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let count: usize = black_box(&paragraphs)
            .iter()
            .map(|p| sentences::split(p).len())
            .sum();
        assert!((8_000..=11_000).contains(&count));
        count
    });
}
