export const complaints = [
  { reason: 'does not switch on', story: 'The customer tried two chargers and a reset. Nothing happens.' },
  { reason: 'arrived late', story: 'The tracking page agrees with the customer: eleven days over the promised date.' },
  { reason: 'damaged on arrival', story: 'One photo of the box and one of the damage were sent.' },
  { reason: 'changed mind', story: 'Returned unopened inside the 30-day window.' },
] as const

export const problems = [
  { subject: 'Change of address before shipping', subjectHe: 'שינוי כתובת לפני משלוח', priority: 'urgent', story: 'The order leaves the warehouse tomorrow morning.' },
  { subject: 'Warranty question', subjectHe: 'שאלה על אחריות', priority: 'low', story: 'The customer has the serial number at hand.' },
  { subject: 'Discount code not accepted', subjectHe: 'קוד הנחה לא מתקבל', priority: 'normal', story: 'The code is valid until the end of the month.' },
  { subject: 'Two charges for one order', subjectHe: 'חיוב כפול על הזמנה אחת', priority: 'urgent', story: 'The bank shows two charges; we see one payment.' },
] as const

export const help = ['return', 'warranty', 'invoice', 'late', 'address'] as const
export const slow = ['search-api', 'checkout-api', 'catalog'] as const
