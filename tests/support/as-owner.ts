// Imported first, by tests that both act (as the doors do) and sequence (as the worker does) in one process.
process.env.DATABASE_APP_URL = process.env.DATABASE_URL
