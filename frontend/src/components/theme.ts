'use client';
import { Badge, DEFAULT_THEME, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Dark enough at its end to be read on its lightest. */
const ORANGE = [...DEFAULT_THEME.colors.orange.slice(0, 9), '#a83803'] as unknown as MantineColorsTuple;

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  colors: { orange: ORANGE },
  autoContrast: true,
  defaultRadius: 'md',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans JP", sans-serif',
  headings: { fontWeight: '600' },
  components: {
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 600 } }),
  },
});
