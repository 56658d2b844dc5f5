/** How long things last. The clock is the database's. */
export const SESSION_HOURS = 12
export const SESSION_IDLE_MINUTES = 30
export const ONE_TIME_PASSWORD_HOURS = 72

/** No refusal is faster: looking a known person up and logging it must not show in the time. */
export const REFUSAL_MS = 120

/** Sign-in attempts before a wait. By address and e-mail, by address, and by e-mail against many addresses at once. */
export const THROTTLE = {
  pair: { points: 5, seconds: 15 * 60 },
  address: { points: 50, seconds: 15 * 60 },
  email: { points: 30, seconds: 60 * 60 },
} as const
