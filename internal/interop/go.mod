module wxtool/internal/interop

go 1.26

require (
	github.com/ArtisanCloud/PowerLibs/v3 v3.3.2
	github.com/ArtisanCloud/PowerWeChat/v3 v3.4.38
	github.com/chanxuehong/wechat v0.0.0-20251219080029-3ccc67d5e12d
	github.com/makiuchi-d/gozxing v0.1.1
	github.com/sbzhu/weworkapi_golang v0.0.0-20250808123004-7e1b55d1e17e
	github.com/silenceper/wechat/v2 v2.1.9
	github.com/xen0n/go-workwx v1.7.0
	go.yaml.in/yaml/v3 v3.0.6
)

require (
	github.com/beevik/etree v1.8.1 // indirect
	github.com/fatih/structs v1.1.0 // indirect
	github.com/spf13/cast v1.4.1 // indirect
)

require (
	github.com/ArtisanCloud/PowerSocialite/v3 v3.0.8 // indirect
	github.com/bradfitz/gomemcache v0.0.0-20220106215444-fb4bf637b56d // indirect
	github.com/cenkalti/backoff/v4 v4.1.3 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/clbanning/mxj/v2 v2.7.0 // indirect
	github.com/dgryski/go-rendezvous v0.0.0-20200823014737-9f7001d12a5f // indirect
	github.com/go-redis/redis/v8 v8.11.5 // indirect
	github.com/patrickmn/go-cache v2.1.0+incompatible // indirect
	github.com/pkg/errors v0.9.1 // indirect
	github.com/redis/go-redis/v9 v9.6.3 // indirect
	github.com/sirupsen/logrus v1.9.0
	github.com/tidwall/gjson v1.14.1 // indirect
	github.com/tidwall/match v1.1.1 // indirect
	github.com/tidwall/pretty v1.2.0 // indirect
	go.opentelemetry.io/otel v1.4.0 // indirect
	go.opentelemetry.io/otel/trace v1.4.0 // indirect
	go.uber.org/multierr v1.11.0 // indirect
	go.uber.org/zap v1.27.0 // indirect
	golang.org/x/crypto v0.35.0 // indirect
	golang.org/x/sys v0.47.0 // indirect
	golang.org/x/text v0.40.0 // indirect
	golang.org/x/xerrors v0.0.0-20200804184101-5ec99f83aff1 // indirect
	gopkg.in/yaml.v2 v2.4.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
	wxtool v0.0.0
)

replace wxtool => ../..
