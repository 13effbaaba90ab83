import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

/** Addresses are no part of the build: they are read from the environment when a request needs them. */
const config: NextConfig = {
  poweredByHeader: false,
  // Every reader gets the title with the page: streamed behind it, it is gone for a moment at each refresh.
  htmlLimitedBots: /.*/,
  // Browsers ask for it before they have read which icon a page has.
  rewrites: () => Promise.resolve([{ source: '/favicon.ico', destination: '/icon.svg' }]),
  images: { unoptimized: true },
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks'] },
};

/** Texts are parsed when they are built, not by each browser. */
const withTexts = createNextIntlPlugin({
  requestConfig: './src/i18n/request.ts',
  experimental: {
    messages: {
      path: ['./messages/en', './messages/ja'],
      format: 'json',
      locales: 'infer',
      precompile: true,
    },
  },
});

export default withTexts(config);
