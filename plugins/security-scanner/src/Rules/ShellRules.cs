using SecurityScanner.Lexing;
using SecurityScanner.Scanning;

namespace SecurityScanner.Rules;

/// <summary>Commands that a shell reads.</summary>
internal sealed class ShellRules : RuleFamily
{
    private static readonly Rule s_injection = new(
        "shell-injection",
        Severity.High,
        "CWE-78",
        "Shell command built from values",
        "A shell reads this command; whoever controls a part of it can run other commands.",
        "Give the program and its arguments as a list and start it without a shell."
    );

    private static readonly HashSet<string> s_shells = new(StringComparer.OrdinalIgnoreCase)
    {
        "sh",
        "bash",
        "zsh",
        "dash",
        "/bin/sh",
        "/bin/bash",
        "/usr/bin/bash",
        "cmd",
        "cmd.exe",
        "powershell",
        "powershell.exe",
        "pwsh",
    };

    public override IReadOnlyList<Rule> Rules => [s_injection];

    public override void Scan(TokenStream code, FindingSink sink)
    {
        for (var i = 0; i < code.Count; i++)
        {
            switch (code.Language)
            {
                case Language.Python when code.IsCall(i):
                    ScanPython(code, i, sink);
                    break;
                case Language.JavaScript when code.IsCall(i):
                    ScanJavaScript(code, i, sink);
                    break;
                case Language.CSharp:
                    ScanCSharp(code, i, sink);
                    break;
            }
        }
    }

    private static void ScanPython(TokenStream code, int index, FindingSink sink)
    {
        var path = code.PathEndingAt(index);
        if (
            path
            is "os.system"
                or "os.popen"
                or "subprocess.getoutput"
                or "subprocess.getstatusoutput"
                or "commands.getoutput"
                or "asyncio.create_subprocess_shell"
        )
        {
            ReportUnlessConstant(code, index, sink, opaque: Severity.High);
            return;
        }

        if (!code.Mentions("shell"))
        {
            return;
        }

        var arguments = code.Arguments(index + 1);
        if (!arguments.Exists(argument => IsKeyword(code, argument, "shell", '=', "True")))
        {
            return;
        }

        var varies = arguments.Count > 0 && Expressions.Classify(code, arguments[0]) != Composition.Constant;
        sink.Report(
            s_injection,
            code[index].Start,
            varies ? null : "The command is constant, yet it needs no shell.",
            varies ? Severity.High : Severity.Low
        );
    }

    private static void ScanJavaScript(TokenStream code, int index, FindingSink sink)
    {
        var path = code.PathEndingAt(index);
        if (
            path
            is "exec"
                or "execSync"
                or "child_process.exec"
                or "child_process.execSync"
                or "cp.exec"
                or "cp.execSync"
                or "childProcess.exec"
                or "childProcess.execSync"
        )
        {
            if (code.IsPunctuation(index - 1, '.') && !path.Contains('.', StringComparison.Ordinal))
            {
                return;
            }

            if (code.Mentions("child_process"))
            {
                ReportUnlessConstant(code, index, sink, opaque: Severity.Medium);
            }
        }
        else if (
            path.EndsWith("spawn", StringComparison.Ordinal)
            || path.EndsWith("spawnSync", StringComparison.Ordinal)
            || path.EndsWith("execFile", StringComparison.Ordinal)
        )
        {
            var arguments = code.Arguments(index + 1);
            if (
                arguments.Exists(argument => Contains(code, argument, "shell", ':', "true"))
                && arguments.Exists(argument => Expressions.Classify(code, argument) == Composition.Built)
            )
            {
                sink.Report(s_injection, code[index].Start);
            }
        }
    }

    private static void ScanCSharp(TokenStream code, int index, FindingSink sink)
    {
        if (code.IsString(index) && code.IsPunctuation(index - 1, '(') && code.IsPunctuation(index + 1, ','))
        {
            var callee = code.PathEndingAt(index - 2);
            if (
                (
                    callee.EndsWith("Process.Start", StringComparison.Ordinal)
                    || callee.EndsWith("ProcessStartInfo", StringComparison.Ordinal)
                ) && IsShell(code.ContentOf(index))
            )
            {
                var arguments = code.Arguments(index - 1);
                if (arguments.Count > 1 && Expressions.Classify(code, arguments[1]) != Composition.Constant)
                {
                    sink.Report(s_injection, code[index - 2].Start);
                }
            }
        }
        else if (
            code.IsIdentifier(index, "Arguments")
            && code.IsPunctuation(index + 1, '=')
            && code.IsString(index + 2)
        )
        {
            var content = code.ContentOf(index + 2).TrimStart();
            var toShell =
                content.StartsWith("-c ", StringComparison.Ordinal)
                || content.StartsWith("/c ", StringComparison.OrdinalIgnoreCase)
                || content.StartsWith("/k ", StringComparison.OrdinalIgnoreCase);
            var built = Expressions.HasVaryingHoles(code, index + 2) || IsFollowedByVariable(code, index + 3);
            if (toShell && built)
            {
                sink.Report(s_injection, code[index].Start);
            }
        }
    }

    private static void ReportUnlessConstant(TokenStream code, int index, FindingSink sink, Severity opaque)
    {
        var arguments = code.Arguments(index + 1);
        if (arguments.Count == 0)
        {
            return;
        }

        var composition = Expressions.Classify(code, arguments[0]);
        if (composition != Composition.Constant)
        {
            sink.Report(
                s_injection,
                code[index].Start,
                severity: composition == Composition.Built ? Severity.High : opaque
            );
        }
    }

    private static bool IsFollowedByVariable(TokenStream code, int at) =>
        code.IsPunctuation(at, '+') && code.IsIdentifier(at + 1) && !Expressions.IsConstantName(code.TextOf(at + 1));

    private static bool IsShell(ReadOnlySpan<char> name) =>
        s_shells.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    private static bool IsKeyword(TokenStream code, Range argument, string name, char sign, string value)
    {
        var start = argument.Start.Value;
        return code.IsIdentifier(start, name)
            && code.IsPunctuation(start + 1, sign)
            && code.IsIdentifier(start + 2, value)
            && argument.End.Value == start + 3;
    }

    private static bool Contains(TokenStream code, Range argument, string name, char sign, string value)
    {
        for (var i = argument.Start.Value; i + 2 < argument.End.Value; i++)
        {
            if (code.IsIdentifier(i, name) && code.IsPunctuation(i + 1, sign) && code.IsIdentifier(i + 2, value))
            {
                return true;
            }
        }

        return false;
    }
}
