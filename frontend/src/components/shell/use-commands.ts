'use client';
import { useTranslations } from 'next-intl';
import type { Me, Membership } from '@/lib/types';
import type { IconName } from '../icons';
import { placesOf } from './places';

interface Shown {
  readonly id: string;
  readonly icon: IconName;
  readonly text: string;
}
export type Command = Shown & ({ readonly href: string } | { readonly tenantId: string });

export interface CommandGroup {
  readonly label: string;
  readonly commands: readonly Command[];
}

/** What this person can do from everywhere, as far as it fits what is typed. */
export function useCommands(me: Me, tenant: Membership | null, typed: string): readonly CommandGroup[] {
  const t = useTranslations();
  const places = Object.values(placesOf(me, tenant)).flat();
  const mayCreate = tenant !== null && tenant.role !== 'viewer';
  const groups: CommandGroup[] = [
    {
      label: t('palette.goTo'),
      commands: places.map(({ href, name }) => ({ id: href, icon: name, text: t(`nav.${name}`), href })),
    },
    {
      label: t('palette.create'),
      commands: mayCreate
        ? [
            { id: 'item', icon: 'items', text: t('palette.newItem'), href: '/items?open=new' },
            { id: 'alert', icon: 'alerts', text: t('palette.newAlert'), href: '/alerts?open=new' },
          ]
        : [],
    },
    {
      label: t('palette.switch'),
      commands: me.tenants
        .filter(({ tenant_id }) => tenant_id !== tenant?.tenant_id)
        .map(({ tenant_id, name }) => ({
          id: `tenant:${tenant_id}`,
          icon: 'tenants',
          text: name,
          tenantId: tenant_id,
        })),
    },
  ];
  const words = typed.toLowerCase().split(/\s+/);
  return groups
    .map(({ label, commands }) => ({
      label,
      commands: commands.filter(({ text }) => {
        const searched = `${label} ${text}`.toLowerCase();
        return words.every((word) => searched.includes(word));
      }),
    }))
    .filter(({ commands }) => commands.length > 0);
}
