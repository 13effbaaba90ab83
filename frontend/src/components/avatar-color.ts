const HUES = ['indigo', 'teal', 'grape', 'orange', 'cyan', 'pink', 'violet', 'red', 'blue'] as const;

/** The same colour for the same tenant, always and everywhere. */
export function tenantColor(id: string): (typeof HUES)[number] {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return HUES[sum % HUES.length] ?? 'indigo';
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...name].slice(0, 2);
  return letters.join('').toUpperCase();
}
