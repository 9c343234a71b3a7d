//! What holds of every letter, whatever its bytes: no sentence is empty, and spans hold something and stand in order.

use standpunt::letter::Letter;

pub fn check(letter: &Letter) {
    for (_, sentence) in letter.sentences() {
        assert!(!sentence.text.is_empty());
        assert!(!sentence.spans.is_empty());
        assert!(sentence.spans.iter().all(|span| span.start < span.end));
        assert!(sentence.spans.array_windows().all(|[a, b]| a.end <= b.start));
    }
}
