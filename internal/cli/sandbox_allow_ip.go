package cli

import "net/netip"

// allow sets the IP whitelist of all accounts.
func (k *sandboxAccounts) allow(list []string) error {
	const hint = "such as 203.0.113.7 or 203.0.113.0/24"
	if len(list) == 0 {
		return usage(hint, "--allow-ip: is empty")
	}
	var allowed []netip.Prefix
	for _, text := range list {
		prefix, ok := parseRange(text)
		if !ok {
			return usage(hint, "--allow-ip: %q is neither an IP address nor a range", text)
		}
		allowed = append(allowed, prefix)
	}
	for i := range k.list {
		k.list[i].AllowIPs = allowed
	}
	return nil
}

// parseRange reads a range of addresses, or one address.
func parseRange(text string) (netip.Prefix, bool) {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix, true
	}
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" {
		return netip.Prefix{}, false
	}
	addr = addr.Unmap()
	return netip.PrefixFrom(addr, addr.BitLen()), true
}
