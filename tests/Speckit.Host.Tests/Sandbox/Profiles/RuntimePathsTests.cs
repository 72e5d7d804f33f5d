using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Sandbox.Profiles;

public sealed class RuntimePathsTests
{
    [Fact]
    public void Of_ASystemProgram_NeedsItsFilesAlone()
    {
        using var folder = new TempFolder();
        var paths = RuntimePaths.Of("/usr/bin/env", folder.Path, null);

        paths.Read.ShouldBe(["/usr/bin/env"]);
        paths.Execute.ShouldBe(["/usr/bin/env"]);
    }

    [Fact]
    public void Of_AnInstallationElsewhere_NeedsItsPrefix()
    {
        using var folder = new TempFolder();
        var real = Touch(folder, "versions", "3.11", "bin", "python3.11");
        File.CreateSymbolicLink(folder.At("versions", "3.11", "bin", "python3"), "python3.11");

        var paths = RuntimePaths.Of(folder.At("versions", "3.11", "bin", "python3"), folder.At("home"), null);

        paths.Read.ShouldContain(folder.At("versions", "3.11"));
        paths.Execute.ShouldContain(real);
        paths.Execute.ShouldContain(folder.At("versions", "3.11", "bin", "python3"));
    }

    [Fact]
    public void Of_AProgramInTheHome_DoesNotGiveTheHome()
    {
        using var folder = new TempFolder();
        Touch(folder, "home", "bin", "node");

        var paths = RuntimePaths.Of(folder.At("home", "bin", "node"), folder.At("home"), null);

        paths.Read.ShouldNotContain(folder.At("home"));
        paths.Read.ShouldContain(folder.At("home", "lib"));
    }

    [Fact]
    public void Of_AVirtualEnvironment_NeedsThePythonItWasMadeFrom()
    {
        using var folder = new TempFolder();
        Touch(folder, "base", "bin", "python3");
        var python = Touch(folder, "venv", "bin", "python3");
        File.WriteAllText(folder.At("venv", "pyvenv.cfg"), $"home = {folder.At("base", "bin")}\nversion = 3.11\n");

        RuntimePaths.Of(python, folder.At("home"), null).Read.ShouldContain(folder.At("base"));
    }

    [Theory]
    [InlineData("#!/usr/bin/env sh\n", "/usr/bin/env")]
    [InlineData("#!/bin/sh -e\n", "/bin/sh")]
    [InlineData("#! /bin/sh\n", "/bin/sh")]
    public void Of_AScript_NeedsItsInterpreter(string line, string interpreter)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.At("script"), line);

        var paths = RuntimePaths.Of(folder.At("script"), folder.At("home"), "/usr/bin:/bin");

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

        RuntimePaths.Of(folder.At("program"), folder.At("home"), "/usr/bin").Execute.ShouldBe([folder.At("program")]);
    }

    private static string Touch(TempFolder folder, params string[] parts)
    {
        var path = folder.At(parts);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
