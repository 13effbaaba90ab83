import { initials } from './avatar-color';

/** The initials of a name, for the eye alone. */
export function Initials({ name }: { name: string }) {
  return <span className="initials" data-initials={initials(name)} aria-hidden />;
}
