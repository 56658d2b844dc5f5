import { z } from 'zod'

/** A checkbox or switch: browsers send `on` when ticked and nothing otherwise. */
export const checkbox = () => z.enum(['on', 'true']).optional().transform((value) => value !== undefined)

/** A whole number that was typed: no blanks, signs only in front, nothing like 1e3 or 0x10. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z.string().trim().regex(/^-?\d{1,15}$/, 'number').transform(Number)
    .pipe(z.number().int().min(minimum).max(maximum))
