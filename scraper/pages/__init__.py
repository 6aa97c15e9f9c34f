"""What all pages for people share: templates, style, words in two languages, charts."""
