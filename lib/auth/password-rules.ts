const PASSWORD_MIN = 12
const PASSWORD_MAX = 256

/** Keys of `errors.field`, so that every door says the same. */
type PasswordFault = 'password_short' | 'password_long' | 'password_personal' | 'password_obvious'

const COMMON = ['password', 'passwort', 'letmein', 'welcome', 'iloveyou', 'administrator', 'admin', 'qwerty', 'changeme',
  'countersign', 'secret', 'monkey', 'dragon', 'football', 'baseball', 'sunshine', 'princess', 'trustno', 'master', 'abc']
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik']
const LEET: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' }

/** Pure: what is wrong with a new password, or null. Length first; then what anybody would try first. */
export function passwordFault(password: string, person: { email: string; name?: string }): PasswordFault | null {
  if ([...password].length < PASSWORD_MIN) return 'password_short'
  if ([...password].length > PASSWORD_MAX) return 'password_long'
  const plain = password.toLowerCase()
  if (isPersonal(plain, person)) return 'password_personal'
  return isObvious(plain) ? 'password_obvious' : null
}

function isPersonal(plain: string, { email, name }: { email: string; name?: string }): boolean {
  const own = [email, email.split('@')[0], email.split('@')[1], name, ...(name?.split(/\s+/) ?? [])]
  return own.some((word) => word && word.length >= 4 && leftAfter(plain, word.toLowerCase()) < PASSWORD_MIN / 2)
}

function isObvious(plain: string): boolean {
  if (new Set(plain).size < 5 || /^(.{1,4})\1+.{0,3}$/s.test(plain)) return true
  const letters = [...plain].map((letter) => LEET[letter] ?? letter).join('')
  const common = [plain, letters].some((text) => COMMON.some((word) => leftAfter(text, word) < PASSWORD_MIN / 2))
  return common || RUNS.some((run) => mostlyRun(plain, run) || mostlyRun(plain, [...run].reverse().join('')))
}

/** How many letters and digits remain when every occurrence of the word is taken out; digits at the ends count for nothing. */
const leftAfter = (text: string, word: string) =>
  text.includes(word) ? text.replaceAll(word, '').replace(/[^\p{L}\p{N}]/gu, '').replace(/^\d+|\d+$/g, '').length : Infinity

/** At least three quarters of the steps follow the run. */
function mostlyRun(text: string, run: string): boolean {
  let steps = 0
  for (let i = 1; i < text.length; i++) if (run.includes(text.slice(i - 1, i + 1))) steps++
  return steps >= (text.length - 1) * 0.75
}
