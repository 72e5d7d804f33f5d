using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Cli.Registries;
using Speckit.Host;
using Speckit.Host.Audit;
using Speckit.Host.Audit.Advisories;
using Speckit.Host.Lifecycle;
using Speckit.Host.Locking;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin audit</c>: what is installed, what it may do, and what is wrong with it (security: "Audit").</summary>
internal sealed class AuditCommand : SpeckitCommand
{
    private readonly Option<string?> _advisories = new("--advisories")
    {
        Description = "Known vulnerabilities: a file in the OSV format, or a folder of such files",
        HelpName = "PATH",
    };

    private readonly Option<bool> _acceptLog = new("--accept-log")
    {
        Description = "Take the audit log as it is for the whole one, if you know why lines are gone",
    };

    private readonly Option<bool> _offline = new("--offline")
    {
        Description = "Do not ask the registries which versions they withdrew",
    };

    internal AuditCommand(CliEnvironment environment)
        : base(
            environment,
            "audit",
            "Check the installed plugins' files, keys and grants, and the audit log",
            "plugin audit",
            "plugin audit --offline --json",
            "plugin audit --advisories ./advisories"
        )
    {
        Options.Add(_advisories);
        Options.Add(_acceptLog);
        Options.Add(_offline);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var opened = context.OpenHost();
        if (!opened.TryGet(out var host))
        {
            return CommandOutcome.Fail(opened);
        }

        if (context.Parsed.GetValue(_acceptLog))
        {
            return await AcceptLogAsync(context, host, cancellationToken);
        }

        var path = context.Parsed.GetValue(_advisories);
        var advisories = path is null ? ImmutableArray<Advisory>.Empty : AdvisoryReader.Load(context.Absolute(path));
        if (!advisories.Succeeded)
        {
            return CommandOutcome.Fail(advisories);
        }

        var audited = await AuditAsync(context, host, advisories.Value, cancellationToken);
        if (!audited.TryGet(out var found))
        {
            return CommandOutcome.Fail(audited);
        }

        var log = await host.Audit.CheckAsync(cancellationToken);
        var report = new AuditReport(
            found.Plugins,
            log,
            host.Project.AuditFile,
            path is null ? null : advisories.Value.Length
        );
        report.Show(context.Terminal);
        var problems = report.Problems;
        foreach (var warning in problems.IsEmpty ? found.Warnings : [])
        {
            context.ShowWarning(warning);
        }

        return new CommandOutcome(
            report.ToJson(),
            [.. problems, .. found.Warnings],
            problems.IsEmpty ? ExitCodes.Done : ExitCodes.Failed
        );
    }

    private async Task<Result<Audited>> AuditAsync(
        CommandContext context,
        HostEnvironment host,
        ImmutableArray<Advisory> advisories,
        CancellationToken cancellationToken
    )
    {
        var recovered = ProjectTransaction.RecoverIfNeeded(host);
        if (!recovered.Succeeded)
        {
            return recovered.Propagate<Audited>();
        }

        var read = LockFileReader.Read(host.Project.LockFile);
        if (!read.TryGet(out var lockFile))
        {
            return read.Propagate<Audited>();
        }

        var plugins = new PluginAuditor(host, advisories).Audit(lockFile, cancellationToken);
        if (context.Parsed.GetValue(_offline))
        {
            return new Audited(plugins, []);
        }

        var connected = RegistryConnections.Open(context, named: null);
        if (!connected.TryGet(out var connections))
        {
            return connected.Propagate<Audited>();
        }

        using (connections)
        {
            var yanks = new YankAudit([.. connections.Sources.Select(s => s.Client)]);
            plugins = await yanks.AskAsync(plugins, cancellationToken);
            return new Audited(plugins, yanks.Warnings);
        }
    }

    /// <summary>Somebody who cut the log could say this too, so it is asked, and written to the log.</summary>
    private static async Task<CommandOutcome> AcceptLogAsync(
        CommandContext context,
        HostEnvironment host,
        CancellationToken cancellationToken
    )
    {
        var before = await host.Audit.CheckAsync(cancellationToken);
        var answer = await context
            .Reporter()
            .ConfirmAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The audit log has {before.Lines} lines, and had {before.LinesBefore}. Is it whole?"
                ),
                cancellationToken
            );
        if (answer != ConsentAnswer.Accepted)
        {
            return CommandOutcome.Fail(
                answer == ConsentAnswer.Refused
                    ? HostDiagnostics.ConsentRefused.Error("the audit log was not accepted")
                    : HostDiagnostics.ConsentNeeded.Error(
                        $"whether the audit log with {before.Lines} lines is whole would have been asked, and there is no terminal",
                        "if you know why lines are gone, run the command again with --yes"
                    )
            );
        }

        await host.Audit.AcceptAsync(cancellationToken);
        await host.Audit.AppendAsync(
            new AuditRecord(
                "accept-log",
                "*",
                AuditOutcome.Done,
                Detail: string.Create(CultureInfo.InvariantCulture, $"{before.Lines} lines, of {before.LinesBefore}")
            ),
            cancellationToken
        );
        context.Terminal.Line($"{context.Terminal.Green("✓")} The audit log counts as whole from here on.");
        return CommandOutcome.Done(new JsonObject { ["lines"] = before.Lines, ["linesBefore"] = before.LinesBefore });
    }

    private sealed record Audited(ImmutableArray<AuditedPlugin> Plugins, ImmutableArray<Diagnostic> Warnings);
}
