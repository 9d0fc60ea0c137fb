"""One action per file; stemma.web.contracts says what each holds."""
