using System.Globalization;
using Speckit.Workspace.Backlog;

namespace Speckit.Workspace.Tests.Backlog;

/// <summary>A project with a backlog folder as <c>backlog init</c> makes it, and a clock that stands still.</summary>
public sealed class BacklogFolder : IDisposable
{
    public const string Config = """
        project_name: "Demo"
        default_status: "To Do"
        statuses: ["To Do", "In Progress", "Done"]
        labels: []
        date_format: yyyy-mm-dd
        task_prefix: "task"

        """;

    private readonly TemporaryFolder _folder = new();

    public BacklogFolder(string config = Config)
    {
        _folder.Write("backlog/config.yml", config);
    }

    public string Root => _folder.Path;

    public TestClock Clock { get; } = new();

    public BacklogStore Store => new(BacklogProject.Find(Root).Value, Clock);

    public string this[string relative] => _folder[relative];

    public string Write(string relative, string text) => _folder.Write(relative, text);

    public string Read(string relative) => _folder.Read(relative);

    public void Dispose() => _folder.Dispose();
}

/// <summary>The system's clock with another wall time: waits still end.</summary>
public sealed class TestClock : TimeProvider
{
    private DateTimeOffset? _now;

    /// <summary>Called when somebody begins to wait.</summary>
    public Action? OnTimer { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        OnTimer?.Invoke();
        return base.CreateTimer(callback, state, dueTime, period);
    }

    public void Set(string time) =>
        _now = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override DateTimeOffset GetUtcNow() => _now ?? System.GetUtcNow();
}
