#!/bin/sh
# Installs Debian packages (the arguments) without their own cluster or service being created, started or enabled:
# the stack runs instances of its own. Must run as root. Whatever it changes on the way is put back at the end.
set -eu

policy=/usr/sbin/policy-rc.d
saved=$policy.before-tradewind
ours=$policy.tradewind
cluster_settings=/etc/postgresql-common/createcluster.d/tradewind.conf
services='postgresql.service rabbitmq-server.service epmd.service epmd.socket redis-server.service'

restore() {
  if [ -e "$ours" ]; then rm -f "$policy" "$ours"; fi
  if [ -e "$saved" ]; then mv -f "$saved" "$policy"; fi
  rm -f "$cluster_settings"
}

# A run that was killed before it could restore left its marks: begin by undoing them.
restore
trap restore EXIT
trap 'exit 130' INT TERM HUP

# Answers "not allowed" to every package that asks whether it may start its service.
if [ -e "$policy" ]; then mv "$policy" "$saved"; fi
touch "$ours"
printf '#!/bin/sh\nexit 101\n' > "$policy"
chmod 755 "$policy"

mkdir -p "$(dirname "$cluster_settings")"
echo 'create_main_cluster = false' > "$cluster_settings"

# Only services that were not there before are switched off after.
new_services=''
for service in $services; do
  if [ ! -e "/lib/systemd/system/$service" ]; then new_services="$new_services $service"; fi
done

export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=120 -q update
apt-get -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 -q -y --no-install-recommends install "$@"

# "Enabled" would start them at the next boot of the machine.
for service in $new_services; do
  [ -e "/lib/systemd/system/$service" ] || continue
  if command -v systemctl > /dev/null; then
    systemctl --no-reload disable "$service" > /dev/null 2>&1 || true
  else
    DPKG_MAINTSCRIPT_PACKAGE=tradewind deb-systemd-helper disable "$service" > /dev/null 2>&1 || true
  fi
  if [ -e "/etc/init.d/${service%.service}" ]; then update-rc.d "${service%.service}" disable > /dev/null 2>&1 || true; fi
done
