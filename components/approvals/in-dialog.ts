/** Nothing behind a dialog hears a key. */
export const inDialog = () => document.querySelector('dialog[open]') !== null
