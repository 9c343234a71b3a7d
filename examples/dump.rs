use standpunt::letter::{block::*, format};
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        match format::read(&path, &bytes) {
            Err(e) => println!("{path}: {e}\nhint: {:?}", e.next_step()),
            Ok(d) => {
                println!("== {path} {:?} {:?}", d.metadata, d.warnings);
                match &d.content {
                    Content::Lines(lines) => {
                        for l in lines {
                            println!(
                                "{}{}{:>5.0} {:>4.1} p{} |{}",
                                if l.aside { "A" } else { " " },
                                if l.bold { "B" } else { " " },
                                l.left.unwrap_or(-1.0),
                                l.size.unwrap_or(0.0),
                                l.page.unwrap_or(0),
                                &d.text[l.range.clone()]
                            );
                        }
                    }
                    Content::Blocks(blocks) => {
                        for b in blocks {
                            println!("{:?} {:?}", b.kind, b.text(&d.text));
                        }
                    }
                }
            }
        }
    }
}
