"""Pictures of tables: found, pulled straight, their cells recognised one by one (extra ``ocr``)."""
