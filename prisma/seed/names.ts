type Name = readonly [latin: string, hebrew: string]

export const israeliFirst: readonly [Name, ...Name[]] = [
  ['Noa', 'נועה'], ['Yael', 'יעל'], ['Tamar', 'תמר'], ['Shira', 'שירה'], ['Michal', 'מיכל'], ['Ayelet', 'איילת'],
  ['Daniel', 'דניאל'], ['Eitan', 'איתן'], ['Itai', 'איתי'], ['Yonatan', 'יונתן'], ['Amit', 'עמית'], ['Omer', 'עומר'],
  ['Lior', 'ליאור'], ['Rami', 'ראמי'], ['Layla', 'לילא'], ['Hila', 'הילה'],
]

export const israeliLast: readonly [Name, ...Name[]] = [
  ['Levi', 'לוי'], ['Mizrahi', 'מזרחי'], ['Peretz', 'פרץ'], ['Biton', 'ביטון'], ['Friedman', 'פרידמן'], ['Azoulay', 'אזולאי'],
  ['Katz', 'כץ'], ['Shapira', 'שפירא'], ['Ben-David', 'בן דוד'], ['Mansour', 'מנסור'], ['Golan', 'גולן'], ['Sharabi', 'שרעבי'],
]

export const first: readonly [string, ...string[]] = [
  'Emma', 'Liam', 'Sofia', 'Mateo', 'Aisha', 'Kenji', 'Ingrid', 'Lars', 'Priya', 'Arjun', 'Chloe', 'Hugo', 'Zanele', 'Tomasz',
  'Mei', 'Diego', 'Freya', 'Oluwaseun', 'Elif', 'Marek', 'Grace', 'Noah', 'Camille', 'Rafael',
]

export const last: readonly [string, ...string[]] = [
  'Novak', 'Andersson', 'Garcia', 'Okafor', 'Tanaka', 'Sharma', 'Dubois', 'Kowalski', 'Rossi', 'Nielsen', 'Silva', 'Yilmaz',
  'Chen', 'Murphy', 'Schneider', 'Dlamini', 'Martinez', 'Patel', 'Hughes', 'Lindqvist',
]

export const cities: readonly [string, ...string[]] = [
  'Tel Aviv', 'Haifa', 'Jerusalem', 'Beersheba', 'London', 'Berlin', 'Madrid', 'Lisbon', 'Stockholm', 'Warsaw', 'Toronto', 'Lagos',
]
