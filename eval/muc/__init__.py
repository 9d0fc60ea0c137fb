"""Role fillers in terrorism reports: noun phrases, what stands around them, and the models that weigh it."""
