/**
 * How production starts the gateway; the `Dockerfile` says the same.
 *
 * `--max-semi-space-size`: what lives as long as one request needs more room than Node's own 16 MB, or a busy gateway
 * collects it several times as often; V8 keeps three times as much. `--max-old-space-size`: by this limit V8 reckons how far
 * the heap may outgrow what is in use before all of it is looked through: four times with Node's own, less than twice with
 * this. It is far from what a gateway needs.
 */
export const GATEWAY_FLAGS = ['--max-semi-space-size=32', '--max-old-space-size=1024'] as const;
