#!/bin/sh
# Makes the passwords and the signing key of a cluster on this machine, once, and renders the gateway's file.
# Needs a build (make build). All of it goes to generated/, which git ignores.
set -eu
cd "$(dirname "$0")"
mkdir -p generated/keys
umask 077

random() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# An account as Kubernetes' basic-auth secrets have it; one that exists is kept, as the servers' data knows it.
account() {
  [ -f "generated/$1.env" ] || printf 'username=%s\npassword=%s\n' "$2" "$(random)" > "generated/$1.env"
}

for service in user product order inventory payment; do account "$service-database" "${service}_svc"; done
account postgres-superuser postgres
account rabbitmq-default-user tradewind
account redis-password default

if [ ! -f generated/user-secrets.env ]; then
  printf 'REFRESH_TOKEN_SECRET=%s\nADMIN_EMAIL=admin@tradewind.test\nADMIN_PASSWORD=%s\n' \
    "$(random)" "$(random)" > generated/user-secrets.env
fi

[ -f generated/keys/local.pem ] || node -e "
  const { privateKey } = require('node:crypto').generateKeyPairSync('rsa', { modulusLength: 2048 });
  process.stdout.write(privateKey.export({ type: 'pkcs8', format: 'pem' }));
" > generated/keys/local.pem

here=$(pwd)
cd ../../../..
KONG_DECLARATIVE_CONFIG="$here/generated/kong.yml" JWT_KEYS_DIR="$here/generated/keys" node dist/gateway/render/main.js
grep '^ADMIN_' "$here/generated/user-secrets.env"
