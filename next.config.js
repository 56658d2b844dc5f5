import createNextIntlPlugin from 'next-intl/plugin'

/** The CSP, which needs a nonce, is set in proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
]

/** @type {import('next').NextConfig} */
const nextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm test` checks the types; a first start on a small machine need not.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: '256kb' } },
  serverExternalPackages: ['pg', '@node-rs/argon2', 'pino', '@prisma/adapter-pg', '@prisma/client'],
  turbopack: { rules: { '*.woff2': { condition: { query: '?url' }, type: 'asset' } } }, // an address to import: app/fonts.ts
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
}

/** Messages are parsed when the desk is built, so no page carries the parser. */
const withMessages = createNextIntlPlugin({
  requestConfig: './lib/i18n/request.ts',
  experimental: { messages: { path: './lib/i18n/messages', format: 'json', locales: 'infer', precompile: true } },
})

export default withMessages(nextConfig)
