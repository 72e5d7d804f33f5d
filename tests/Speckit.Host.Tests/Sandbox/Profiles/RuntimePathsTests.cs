using System.Globalization;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Sandbox.Profiles;

public sealed class RuntimePathsTests
{
    [Fact]
    public void Of_ASystemProgram_NeedsItsFilesAlone()
    {
        using var folder = new TempFolder();
        var paths = Of("/usr/bin/env", folder.Path, null);

        paths.Read.ShouldBe(["/usr/bin/env"]);
        paths.Execute.ShouldBe(["/usr/bin/env"]);
    }

    [Fact]
    public void Of_AnInstallationElsewhere_NeedsItsPrefix()
    {
        using var folder = new TempFolder();
        var real = Touch(folder, "versions", "3.11", "bin", "python3.11");
        File.CreateSymbolicLink(folder.At("versions", "3.11", "bin", "python3"), "python3.11");

        var paths = Of(folder.At("versions", "3.11", "bin", "python3"), folder.At("home"), null);

        paths.Read.ShouldContain(folder.At("versions", "3.11"));
        paths.Execute.ShouldContain(real);
        paths.Execute.ShouldContain(folder.At("versions", "3.11", "bin", "python3"));
    }

    [Fact]
    public void Of_AProgramInTheHome_DoesNotGiveTheHome()
    {
        using var folder = new TempFolder();
        Touch(folder, "home", "bin", "node");

        var paths = Of(folder.At("home", "bin", "node"), folder.At("home"), null);

        paths.Read.ShouldNotContain(folder.At("home"));
        paths.Read.ShouldContain(folder.At("home", "lib"));
    }

    [Theory]
    [InlineData(".local", "bin")]
    [InlineData(".cargo", "bin")]
    [InlineData(".dotnet", "")]
    public void Of_AProgramInAFolderOfTheHome_GivesItsLibrariesAlone(string name, string bin)
    {
        using var folder = new TempFolder();
        var program = Touch(folder, "home", name, bin, "tool");

        var paths = Of(program, folder.At("home"), null);

        paths.Read.ShouldNotContain(folder.At("home", name));
        paths.Read.ShouldContain(folder.At("home", name, "lib"));
        paths.Read.ShouldContain(folder.At("home", name, "shared"));
        paths.Read.ShouldNotContain(folder.At("home", name, "share"));
    }

    [Fact]
    public void Of_AVirtualEnvironment_NeedsThePythonItWasMadeFrom()
    {
        using var folder = new TempFolder();
        Touch(folder, "base", "bin", "python3");
        var python = Touch(folder, "venv", "bin", "python3");
        File.WriteAllText(folder.At("venv", "pyvenv.cfg"), $"home = {folder.At("base", "bin")}\nversion = 3.11\n");

        Of(python, folder.At("home"), null).Read.ShouldContain(folder.At("base"));
    }

    [Theory]
    [InlineData("#!/usr/bin/env sh\n", "/usr/bin/env")]
    [InlineData("#!/bin/sh -e\n", "/bin/sh")]
    [InlineData("#! /bin/sh\n", "/bin/sh")]
    public void Of_AScript_NeedsItsInterpreter(string line, string interpreter)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.At("script"), line);

        var paths = Of(folder.At("script"), folder.At("home"), "/usr/bin:/bin");

        paths.Execute.ShouldContain(interpreter);
        paths.Execute.ShouldContain(folder.At("script"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#!")]
    [InlineData("#!relative\n")]
    [InlineData("\0\0\0")]
    public void Of_NoScript_NeedsNothingElse(string content)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.At("program"), content);

        Of(folder.At("program"), folder.At("home"), "/usr/bin").Execute.ShouldBe([folder.At("program")]);
    }

    private static string Touch(TempFolder folder, params string[] parts)
    {
        var path = folder.At(parts);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }

    [Theory]
    [InlineData("#!/usr/bin/env -S sh -c x {0}/home/.ssh/key\n")]
    [InlineData("#!/usr/bin/env -S {0}/home/.ssh/key\n")]
    [InlineData("#!{0}/home/.ssh/key\n")]
    [InlineData("#!{0}/package/../home/.ssh/key\n")]
    public void Of_AFileOfThePlugin_GivesNoPathThatItNames(string line)
    {
        using var folder = new TempFolder();
        Touch(folder, "home", ".ssh", "key");
        var script = Touch(folder, "package", "tool");
        File.WriteAllText(script, string.Format(CultureInfo.InvariantCulture, line, folder.Path));

        OfPlugin(folder, script).Read.ShouldNotContain(p => p.StartsWith(folder.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_AVirtualEnvironmentOfThePlugin_GivesNoPathThatItNames()
    {
        using var folder = new TempFolder();
        Touch(folder, "home", ".ssh", "key");
        var program = Touch(folder, "package", "bin", "tool");
        File.WriteAllText(folder.At("package", "pyvenv.cfg"), $"home = {folder.At("home", ".ssh")}\n");

        OfPlugin(folder, program).Read.ShouldBeEmpty();
    }

    [Fact]
    public void Of_ALinkOfThePlugin_GivesWhatTheUserHasOnThePathAlone()
    {
        using var folder = new TempFolder();
        var elsewhere = Touch(folder, "other", "bin", "tool");
        Touch(folder, "package", "x");
        File.CreateSymbolicLink(folder.At("package", "away"), elsewhere);
        File.CreateSymbolicLink(folder.At("package", "sh"), "/bin/sh");

        OfPlugin(folder, folder.At("package", "away")).Read.ShouldBeEmpty();
        OfPlugin(folder, folder.At("package", "sh")).Read.ShouldContain("/bin/sh");
        OfPlugin(folder, elsewhere).Read.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("#!/usr/bin/env sh\n")]
    [InlineData("#!/usr/bin/env -S sh -e\n")]
    public void Of_AScriptOfThePlugin_NeedsItsInterpreterFromThePath(string line)
    {
        using var folder = new TempFolder();
        var script = Touch(folder, "package", "tool");
        File.WriteAllText(script, line);

        OfPlugin(folder, script).Execute.ShouldContain("/usr/bin/sh");
    }

    private static RuntimePaths OfPlugin(TempFolder folder, string program) =>
        RuntimePaths.Of(
            program,
            folder.At("home"),
            new ProgramTrust([folder.At("package")], $"{folder.At("package")}:/usr/bin:/bin"),
            isRuntime: false
        );

    /// <summary>A program that the host chose.</summary>
    private static RuntimePaths Of(string program, string home, string? searchPath) =>
        RuntimePaths.Of(program, home, new ProgramTrust([], searchPath), isRuntime: true);
}
