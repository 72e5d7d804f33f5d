using System.Collections.Immutable;
using Speckit.Host.Audit;
using Speckit.Host.Configuration;
using Speckit.Host.Consent;
using Speckit.Host.Events;
using Speckit.Host.Locking;
using Speckit.Host.Outputs;
using Speckit.Host.Projects;
using Speckit.Host.Publishers;
using Speckit.Manifests.Versions;

namespace Speckit.Host;

/// <summary>What every operation on a project works with.</summary>
public sealed class HostEnvironment
{
    /// <summary>Composes the host for one project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="user">The user's state.</param>
    /// <param name="time">The clock.</param>
    /// <param name="outputs">What is kept in line with the enabled plugins, such as the files of coding agents.</param>
    public HostEnvironment(
        ProjectLayout project,
        UserLayout user,
        TimeProvider time,
        ImmutableArray<IProjectOutput> outputs
    )
    {
        Project = project;
        User = user;
        Time = time;
        Outputs = outputs;
        Secrets = new SecretMask();
        Audit = new AuditLog(project.AuditFile, time, new AuditHead(user, project), Secrets.Apply);
        Consents = new ConsentStore(user);
        Publishers = new PublisherStore(user, time);
        Events = new EventBus(project, time, Secrets);
        LockFile = new LockFileMemory(project.LockFile);
    }

    private HostEnvironment(HostEnvironment other)
    {
        Project = other.Project;
        User = other.User;
        Time = other.Time;
        Outputs = other.Outputs;
        Variable = other.Variable;
        Secrets = other.Secrets;
        Audit = other.Audit;
        Events = other.Events;
        Consents = new ConsentStore(User);
        Publishers = new PublisherStore(User, Time);
        LockFile = new LockFileMemory(Project.LockFile);
    }

    /// <summary>The same host, knowing nothing of what it read before: what another process changed counts.</summary>
    internal HostEnvironment Renewed() => new(this);

    /// <summary>The same host with another environment.</summary>
    internal HostEnvironment With(Func<string, string?> variable) => new(this) { Variable = variable };

    /// <summary>The version of Speckit that plugins see.</summary>
    public static SemanticVersion CoreVersion { get; } = SemanticVersion.Parse(ProductVersion.Text);

    /// <summary>The version of the OSpec standard that the host follows, as plugins see it.</summary>
    public const string OspecVersion = "1.0.0";

    /// <summary>The project.</summary>
    public ProjectLayout Project { get; }

    /// <summary>The user's state.</summary>
    public UserLayout User { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>What is kept in line with the enabled plugins.</summary>
    public ImmutableArray<IProjectOutput> Outputs { get; }

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The secrets that were handed to plugins: they must not be seen anywhere else.</summary>
    public SecretMask Secrets { get; }

    /// <summary>The audit log.</summary>
    public AuditLog Audit { get; }

    /// <summary>What was consented to on this machine.</summary>
    public ConsentStore Consents { get; }

    /// <summary>What this user learnt of publishers.</summary>
    public PublisherStore Publishers { get; }

    /// <summary>What is installed.</summary>
    internal LockFileMemory LockFile { get; }

    /// <summary>Told of each step of a change once it is on the disk: what a crash at that moment leaves can be looked at.</summary>
    internal Action<string>? StepDone { get; init; }

    /// <summary>The project's events.</summary>
    public EventBus Events { get; }
}
