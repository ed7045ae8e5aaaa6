"""The operations DB: what people type and phones send, who may sign in, and the audit."""
