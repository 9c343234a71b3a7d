//! From sentences to folded tokens, and from words to stems.

mod words;

use divan::{Bencher, black_box, counter::BytesCount};
use standpunt::features::Tokens;
use words::Words;

fn main() {
    divan::main();
}

#[divan::bench(args = [1_000, 10_000])]
fn tokenize_sentences(bencher: Bencher, count: usize) {
    let sentences = Words::new(1, 20_000).sentences(count);
    let bytes: usize = sentences.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let mut tokens = Tokens::default();
        let mut found = 0;
        for sentence in black_box(&sentences) {
            tokens.tokenize(sentence);
            found += tokens.len();
        }
        assert!(found > 8 * count);
        found
    });
}
