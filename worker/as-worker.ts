// Imported first: lib/db reads this variable, and the worker's connections are the worker's role.
if (process.env.DATABASE_WORKER_URL) process.env.DATABASE_APP_URL = process.env.DATABASE_WORKER_URL
