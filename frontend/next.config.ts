import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

/** Addresses are no part of the build: they are read from the environment when a request needs them. */
const config: NextConfig = {
  poweredByHeader: false,
  images: { unoptimized: true },
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks'] },
};

export default createNextIntlPlugin('./src/i18n/request.ts')(config);
