"""A review as a document, and the forms in which it is written: Markdown, HTML with its picture, JSON."""
