namespace Speckit.EndToEnd;

/// <summary>A sandbox's project and home as they were, to be brought back any number of times.</summary>
internal sealed class Snapshot : IDisposable
{
    private readonly string _saved = Directory.CreateTempSubdirectory("speckit-e2e-saved-").FullName;
    private readonly Sandbox _sandbox;

    internal Snapshot(Sandbox sandbox)
    {
        _sandbox = sandbox;
        Sandbox.Copy(sandbox.Project, Path.Combine(_saved, "project"));
        Sandbox.Copy(sandbox.Home, Path.Combine(_saved, "home"));
    }

    internal void Restore()
    {
        Directory.Delete(_sandbox.Project, recursive: true);
        Directory.Delete(_sandbox.Home, recursive: true);
        Sandbox.Copy(Path.Combine(_saved, "project"), _sandbox.Project);
        Sandbox.Copy(Path.Combine(_saved, "home"), _sandbox.Home);
    }

    public void Dispose() => Directory.Delete(_saved, recursive: true);
}
