//! PDF files made by hand.

/// A PDF of objects that are numbered from 1; the first is the catalog.
pub fn pdf(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = file.len();
    file.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        places.len() + 1
    ));
    for place in &places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    ));
    file.into_bytes()
}

/// A stream with more fields than its length.
pub fn stream(fields: &str, content: &str) -> String {
    format!(
        "<< /Length {} {fields} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// A PDF with a page for each content; a page without one points at an object that is not there.
pub fn pages(contents: &[Option<String>]) -> Vec<u8> {
    let page = |at: usize| 4 + 2 * at;
    let kids: Vec<String> = (0..contents.len())
        .map(|at| format!("{} 0 R", page(at)))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> >>",
            kids.join(" "),
            contents.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (at, content) in contents.iter().enumerate() {
        let shown = content.as_ref().map_or(9999, |_| page(at) + 1);
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /Contents {shown} 0 R >>"
        ));
        objects.push(content.clone().unwrap_or_else(|| "null".to_owned()));
    }
    pdf(&objects)
}
