// Loaded before anything else: this process believes in another time of day. Timers are left alone, as on a machine whose clock is set wrong.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS)
if (!Number.isFinite(shiftMs)) throw new Error('CLOCK_SHIFT_MS is not a number')
const realNow = Date.now
Date.now = () => realNow() + shiftMs
globalThis.Date = new Proxy(Date, {
  construct: (target, args, self) => Reflect.construct(target, args.length > 0 ? args : [target.now()], self),
  apply: (target) => new target(target.now()).toString(),
})
