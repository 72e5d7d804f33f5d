namespace Speckit.EndToEnd.Escapes;

/// <summary>All attempts. What each does is in <c>Python/attempts_*.py</c> and <c>CSharp/Attempts.cs</c>.</summary>
internal static class Attempts
{
    private const string ReadableProc = "all of /proc is readable in the tier restricted, environments included";

    /// <summary>Every attempt, by its plugin and name.</summary>
    internal static IReadOnlyDictionary<string, Attempt> All { get; } =
        Files()
            .Concat(Kernel())
            .Concat(Network())
            .Concat(Processes())
            .Concat(Services())
            .Concat(Floods())
            .Concat(Protocol())
            .Concat(CSharp())
            .ToDictionary(a => $"{a.Plugin}: {a.Name}", StringComparer.Ordinal);

    private static IEnumerable<Attempt> Files() =>
        [
            Both("hostile-read", "read-ssh-key"),
            Both("hostile-read", "read-shadow"),
            Both("hostile-read", "read-other-plugins-data") with
            {
                OpenInRestrictedTier = ["list"],
            },
            Both("hostile-read", "read-hosts-state"),
            Both("hostile-read", "read-outside"),
            Both("hostile-none", "read-project-without-grant"),
            Both("hostile-none", "read-homes"),
            Both("hostile-none", "read-through-proc-root"),
            Both("hostile-none", "read-through-descriptors"),
            Both("hostile-write", "read-through-symlink") with
            {
                Refused = "project/readFile",
            },
            Both("hostile-write", "hard-link-secret"),
            Both("hostile-write", "write-outside"),
            Both("hostile-write", "write-through-symlink") with
            {
                Refused = "project/writeFile",
            },
            Both("hostile-read", "write-without-grant"),
            Both("hostile-read", "change-what-is-only-seen"),
            Both("hostile-write", "write-own-package"),
            Both("hostile-write", "write-protected"),
            Both("hostile-write", "write-protected-by-service") with
            {
                Refused = "project/writeFile",
            },
            Both("hostile-write", "move-protected"),
            Both("hostile-write", "link-protected"),
            Both("hostile-write", "make-special-files"),
            Both("hostile-write", "links-for-the-next-start"),
            Both("hostile-write", "copy-files"),
            Both("hostile-read", "read-traversal-by-service") with
            {
                Refused = "project/readFile",
            },
            new("hostile-read", "glob-traversal"),
            new("hostile-write", "read-devices-by-service") { Refused = "project/readFile" },
        ];

    private static IEnumerable<Attempt> Kernel() =>
        [
            .. new[]
            {
                "ptrace",
                "io-uring",
                "mount",
                "keys",
                "join-namespaces",
                "new-namespaces",
                "kernel-programs",
                "open-by-handle",
                "type-into-terminal",
                "kernel-settings",
                "control-groups",
                "devices",
                "other-call-tables",
            }.Select(name => Both("hostile-none", name) with { Fate = Fate.MayEnd }),
            Both("hostile-none", "whole-machine") with
            {
                Fate = Fate.MayEnd,
            },
            Both("hostile-none", "less-filter"),
            Both("hostile-none", "reach-other-processes") with
            {
                Fate = Fate.MayEnd,
            },
            Both("hostile-none", "message-queues"),
            Both("hostile-none", "read-environment-of-others"),
        ];

    private static IEnumerable<Attempt> Network() =>
        [
            Both("hostile-none", "tcp-loopback"),
            Both("hostile-none", "tcp-ipv6"),
            Both("hostile-none", "tcp-fast-open"),
            Both("hostile-none", "udp"),
            Both("hostile-none", "dns"),
            Both("hostile-none", "raw-sockets"),
            Both("hostile-none", "vsock"),
            Both("hostile-none", "netlink"),
            Both("hostile-none", "abstract-unix"),
            Both("hostile-read", "unix-in-project"),
            new("hostile-net", "proxy-private") { Refused = "connect" },
            new("hostile-net", "proxy-smuggling") { Refused = "connect" },
            new("hostile-net", "proxy-blocked-port") { Refused = "connect" },
            new("hostile-net", "proxy-floods"),
            new("hostile-net", "direct-beside-proxy"),
            new("hostile-net", "http-service") { Refused = "http/send" },
        ];

    private static IEnumerable<Attempt> Processes() =>
        [
            Both("hostile-none", "run-programs"),
            Both("hostile-none", "run-own-file"),
            Both("hostile-none", "run-from-memory"),
            Both("hostile-none", "orphan"),
            Both("hostile-crowd", "orphan"),
            Both("hostile-none", "daemon-holds-pipes"),
            Both("hostile-crowd", "daemon-holds-pipes"),
            Both("hostile-none", "ignore-the-end"),
            new("hostile-small", "stop-itself") { Fate = Fate.MayEnd },
            Both("hostile-none", "signal-by-group"),
            new("hostile-none", "shell-without-grant") { Refused = "shell/run" },
        ];

    private static IEnumerable<Attempt> Services() =>
        [
            new("hostile-none", "services-without-grant") { Refused = "project/writeFile" },
            new("hostile-none", "services-as-another-plugin") { Refused = "project/readFile" },
            new("hostile-tasks", "environment-secrets") { Refused = "environment/get" },
            new("hostile-none", "events-as-core") { Refused = "events/emit" },
            new("hostile-none", "deep-payload") { Fate = Fate.MayEnd },
            new("hostile-tasks", "tasks-of-others") { Refused = "backlog/update" },
            new("hostile-none", "subscriptions"),
            new("hostile-shell", "shell-tricks"),
            Both("hostile-shell", "shell-names-paths"),
            new("hostile-shell", "shell-flood"),
            new("hostile-tasks", "log-forgery"),
            new("hostile-none", "terminal-controls") { Fate = Fate.Ends },
        ];

    private static IEnumerable<Attempt> Floods() =>
        new[] { "thread-bomb", "memory", "memory-in-files", "many-files", "standard-error", "console", "calls" }
            .Select(name => new Attempt("hostile-small", name) { Fate = Fate.MayEnd })
            .Append(new Attempt("hostile-small", "disk") { Fate = Fate.Ends })
            .Append(new Attempt("hostile-small", "disk-without-names") { Fate = Fate.Ends })
            .Append(new Attempt("hostile-small", "never-answer") { Fate = Fate.Ends })
            .Append(new Attempt("hostile-crowd", "fork-bomb") { Fate = Fate.MayEnd, InRestrictedTier = true })
            .Append(new Attempt("hostile-crowd", "memory-of-children") { Fate = Fate.MayEnd });

    private static IEnumerable<Attempt> Protocol() =>
        [
            .. new[]
            {
                "giant-line",
                "endless-line",
                "half-message",
                "not-json",
                "not-utf8",
                "deep-nesting",
                "unasked-answers",
                "ids-of-the-host",
                "repeated-members",
                "close-the-streams",
                "end-at-once",
                "crash",
            }.Select(name => new Attempt("hostile-small", name) { Fate = Fate.Ends }),
            .. new[] { "answer-of-its-own", "request-flood", "cancel-flood", "notifications-after-the-answer" }.Select(
                name => new Attempt("hostile-small", name) { Fate = Fate.MayEnd }
            ),
        ];

    private static IEnumerable<Attempt> CSharp() =>
        [
            Both("hostile-dotnet", "read-secrets"),
            Both("hostile-dotnet", "write-outside"),
            Both("hostile-dotnet", "write-own-package"),
            Both("hostile-dotnet", "connect"),
            Both("hostile-dotnet", "http-client"),
            Both("hostile-dotnet", "run-programs"),
            Both("hostile-dotnet", "system-calls") with
            {
                Fate = Fate.MayEnd,
            },
            Both("hostile-dotnet", "signals"),
            Both("hostile-dotnet", "diagnostic-sockets"),
            Both("hostile-dotnet", "environment"),
            new("hostile-dotnet", "managed-memory") { Fate = Fate.MayEnd },
            new("hostile-dotnet", "native-memory") { Fate = Fate.MayEnd },
            new("hostile-dotnet", "threads") { Fate = Fate.MayEnd },
            new("hostile-dotnet", "services-without-grant") { Refused = "project/readFile" },
        ];

    private static Attempt Both(string plugin, string name) => new(plugin, name) { InRestrictedTier = true };
}
