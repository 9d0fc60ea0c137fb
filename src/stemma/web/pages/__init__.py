"""One page per file; stemma.web.contracts says what each holds."""
