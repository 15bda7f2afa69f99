/** Mercurius with JIT, as a gateway of Federation 1: the SDL is given, in the words of that version. */
const { readFileSync } = require('node:fs');
const fastify = require('fastify');
const mercuriusGateway = require('@mercuriusjs/gateway');

const services = JSON.parse(readFileSync(process.env.SERVICES, 'utf8'));
const app = fastify();
app.register(mercuriusGateway, {
  jit: 1,
  gateway: {
    services: services.map(({ name, url, sdl }) => ({ name, url, schema: sdl, mandatory: true, connections: 64 })),
  },
});
void app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
