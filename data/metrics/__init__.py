"""What is counted: metrics declared once in YAML, the sources they are read from, the dimensions they split by."""
